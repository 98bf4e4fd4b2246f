// A button that copies what stands in a field. Without a clipboard there is no button: the field can be marked by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(field.value);
    const words = button.querySelector("span");
    words.textContent = button.dataset.copied;
    words.setAttribute("role", "status");
  });
}
