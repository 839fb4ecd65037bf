import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { applyTheme } from "./ui/theme";
import "./style/base.css";
import "./style/parts.css";

applyTheme();
const root = document.getElementById("app");
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
