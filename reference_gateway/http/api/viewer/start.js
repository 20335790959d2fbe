// Follows the system's colours, as every page of the gateway does.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

// What the viewer leaves out for whoever listens to a page: a landmark, and a level between its headings.
const complete = () => {
  const head = document.querySelector(".information-container");
  head?.setAttribute("role", "region");
  head?.setAttribute("aria-label", "About this API");
  for (const tag of document.querySelectorAll("h3.opblock-tag, .models h4")) tag.setAttribute("aria-level", "2");
};
new MutationObserver(complete).observe(document.querySelector("#viewer"), { childList: true, subtree: true });

SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#viewer",
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
});
