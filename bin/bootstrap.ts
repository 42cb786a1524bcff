/**
 * Makes what the workflows on GitHub need in an account, once, by an administrator:
 * npx cdk deploy --app 'node bin/bootstrap.ts' --output .interlock/promotion -c repository=<owner>/<name>
 */
import { createPromotionApp } from '../lib/promotion/promotion-app.ts';

createPromotionApp().synth();
