import type { View } from './view.ts';

export interface Tabs {
  readonly current: () => View | undefined;
  readonly show: (view: View | undefined) => void;
  /** Called whenever another picture is shown. */
  readonly onShow: (hear: (view: View) => void) => void;
}

/** One tab for each picture; arrow keys move between them. */
export function startTabs(views: readonly View[]): Tabs {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const hearers: ((view: View) => void)[] = [];
  let current: View | undefined;
  const show = (view: View | undefined): void => {
    if (!view) return;
    current = view;
    for (const [index, other] of views.entries()) {
      const isCurrent = other === view;
      other.section.hidden = !isCurrent;
      const button = buttons[index];
      button?.setAttribute('aria-selected', String(isCurrent));
      if (button) button.tabIndex = isCurrent ? 0 : -1;
    }
    for (const hear of hearers) hear(view);
  };
  for (const [index, button] of buttons.entries()) {
    button.addEventListener('click', () => show(views[index]));
    button.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      const next = (index + step + buttons.length) % buttons.length;
      buttons[next]?.focus();
      show(views[next]);
      event.preventDefault();
    });
  }
  return { current: () => current, show, onShow: (hear) => hearers.push(hear) };
}
