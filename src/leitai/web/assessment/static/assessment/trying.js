// A slider says its number beside it.
document.addEventListener("input", (event) => {
  const slider = event.target.closest("[data-shows]");
  if (slider) slider.parentElement.querySelector("output").value = slider.value;
});
