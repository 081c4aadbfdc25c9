import { App } from 'cdk8s';
import { Shop } from './shop.ts';

const app = new App({ outdir: 'dist/k8s' });
new Shop(app, 'shop');
app.synth();
