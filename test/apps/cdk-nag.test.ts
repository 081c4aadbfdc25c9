import { Validations, type Acknowledgment, type App } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { acknowledged } from '../../lib/aws/guard/acknowledged';
import { awsVariants, variantApp } from '../support/aws-variants';

interface Place {
  readonly id: string;
  readonly path: string;
}

interface Acknowledgement extends Place {
  readonly reason: string;
}

/** What cdk-nag finds in an app, once it is whole. */
function findings(app: App): readonly Place[] {
  app.synth();
  return new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName: id, violatingResources }) =>
      violatingResources.map(({ constructPath: path = '' }) => ({ id, path })),
    );
}

/** An app as if nothing in it were acknowledged, and what its constructs would have acknowledged. */
function unacknowledged(name: string): { readonly app: App; readonly acknowledgements: readonly Acknowledgement[] } {
  const acknowledgements: Acknowledgement[] = [];
  const spy = jest.spyOn(Validations.prototype, 'acknowledge').mockImplementation(function (
    this: Validations,
    ...rules: readonly Acknowledgment[]
  ) {
    const { path } = (this as unknown as { readonly scope: App }).scope.node;
    // CDK's own constructs acknowledge what its own rules find.
    const ofNag = rules.filter(({ id }) => id.startsWith('AwsSolutions-'));
    acknowledgements.push(...ofNag.map(({ id, reason }) => ({ id, path, reason })));
  });
  try {
    return { app: variantApp(name), acknowledgements };
  } finally {
    spy.mockRestore();
  }
}

describe('cdk-nag', () => {
  /** Reasons that some app gave: each stands for a row of the table. */
  const used = new Set<string>();

  describe.each(Object.keys(awsVariants))('%s', (name) => {
    test('has no finding that is not acknowledged', () => {
      expect(findings(variantApp(name))).toEqual([]);
    });

    test('has a finding for everything that is acknowledged, in that very place', () => {
      const { app, acknowledgements } = unacknowledged(name);
      const found = findings(app);
      const idle = acknowledgements.filter(
        (its) => !found.some(({ id, path }) => id === its.id && `${path}/`.startsWith(`${its.path}/`)),
      );
      for (const { reason } of acknowledgements) used.add(reason);

      expect(idle).toEqual([]);
    });
  });

  test('has exactly the acknowledgements of the table, each of which some app needs, with a reason', () => {
    const reasons = Object.values(acknowledged).map(({ reason }) => reason);

    expect([...used].sort()).toEqual([...reasons].sort());
    expect(new Set(reasons).size).toBe(reasons.length);
    for (const reason of reasons) expect(reason).toMatch(/^.{40,300}$/);
  });
});
