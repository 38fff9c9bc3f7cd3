// Every page works without this: it only makes some parts easier.
import { initAll } from "./govuk/govuk-frontend.min.js";
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
