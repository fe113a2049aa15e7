import { element } from './elements.ts';

const themes = ['auto', 'light', 'dark'] as const;

/** A button that goes through light, dark, and what the system says. */
export function startTheme(): void {
  const button = element('theme');
  let current = 0;
  const show = (): void => {
    const theme = themes[current] ?? 'auto';
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = `colours: ${theme}`;
  };
  button.addEventListener('click', () => {
    current = (current + 1) % themes.length;
    show();
  });
  show();
}
