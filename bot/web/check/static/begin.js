// Runs before the page is shown: a browser that can run the rest does not see for a moment that it could not.
if ("noModule" in HTMLScriptElement.prototype) document.documentElement.classList.add("able");
