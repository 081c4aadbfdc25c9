// The validator takes most of the time of a synth. `npm run check` synthesizes once with it.
process.env['CDK_VALIDATION'] = 'false';
