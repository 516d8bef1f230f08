// First, because it says in which order the layers of all style sheets count.
import './ui/tokens.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { keepPage } from './offline/keep-page.ts';
import { applyTheme } from './theme/theme.ts';

applyTheme();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the program');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

keepPage();
