/**
 * The doors: the CDK app, the operator's command line, and the roles that deploy. Each is a few lines.
 * They read the arguments and the environment and hand over to lib.
 */
export const room = {
  uses: ['functions/events', 'functions/integrations', 'lib'],
} as const;
