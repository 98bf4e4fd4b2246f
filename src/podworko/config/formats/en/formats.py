"""The formats that differ from those of Django."""

DATE_FORMAT = "j E Y"
