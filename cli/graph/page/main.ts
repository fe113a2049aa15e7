import { readAddress } from './address.ts';
import type { PageData } from './data.ts';
import { element } from './elements.ts';
import { startFilters } from './filters.ts';
import { startTabs } from './tabs.ts';
import { startTheme } from './theme.ts';
import { View } from './view.ts';

const address = readAddress();
const data: PageData = JSON.parse(element('data').textContent);
const views = data.views.map((view) => new View(view));

document.documentElement.classList.add('live');
startTheme();
const tabs = startTabs(views);
startFilters({ data, views, tabs });
tabs.show(views.find(({ data: { kind } }) => kind === address.view) ?? views[0]);
const chosen = tabs.current()?.data.nodes.findIndex(({ label }) => label === address.node);
if (chosen !== undefined && chosen >= 0) tabs.current()?.select(chosen);
