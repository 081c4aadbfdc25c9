import { App } from 'cdk8s';
import { Shop } from './shop.ts';
import { TrendsTeam } from './trends-team.ts';

const app = new App({ outdir: 'dist/k8s' });
const shop = new Shop(app, 'shop');
new TrendsTeam(shop, 'trends-team');
app.synth();
