"""What other programs and sites read of the programme: calendars, news, data, pictures, frames."""
