"use strict";
addEventListener("DOMContentLoaded", () => {
  const here = document.getElementById("swagger");
  SwaggerUIBundle({ url: here.dataset.description, domNode: here, deepLinking: true, docExpansion: "list", validatorUrl: null, defaultModelsExpandDepth: 0 });
});
