import { App, DefaultStackSynthesizer, type IReusableStackSynthesizer, Tags, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import cdkConfiguration from '../cdk.json' with { type: 'json' }
import { ApiStack } from './api-stack.ts'
import { ConsoleStack } from './console-stack.ts'
import { DataStack } from './data-stack.ts'
import { parseSettings, secondLevelWarning, stageName } from './settings.ts'

export type SynthesiseOptions = {
  /** Where the cloud assembly goes. */
  readonly outdir: string
  /** Folder with a folder per bundle, as `bundle` writes it. */
  readonly functionsFrom?: string
  /** CDK context beside that of cdk.json: settings such as `huitou:stage`. */
  readonly context?: Readonly<Record<string, unknown>>
  /** Whether to hold the templates against CloudFormation's schemas too: it takes longer than all the rest. */
  readonly checkSchemas?: boolean
}

/**
 * Writes the cloud assembly: CloudFormation templates and the bundles as assets.
 * @throws Error when a setting is wrong, or a template breaks a rule that nobody has acknowledged.
 */
export function synthesise({
  outdir,
  functionsFrom = 'dist',
  context = {},
  checkSchemas = true,
}: SynthesiseOptions): void {
  createApp({ outdir, functionsFrom, context, checkSchemas }).synth()
}

/** The app with its stacks, for `synthesise` and for tests that look into it. */
export function createApp({ outdir, functionsFrom, context, checkSchemas }: Required<SynthesiseOptions>): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: checkSchemas,
    // The rule would ask Parameter Store for the version of the bootstrap stack, on the local machine too.
    defaultStackSynthesizer: new DefaultStackSynthesizer({
      generateBootstrapVersionRule: false,
    }) as IReusableStackSynthesizer,
    context: { ...cdkConfiguration.context, ...context },
    // The command line would print warnings and succeed; here they fail, as errors do.
    postCliContext: { '@aws-cdk/core:failSynthOnValidationErrors': true },
  })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const settings = parseSettings(app.node.getAllContext())
  // An annotation would fail the synthesis, as every finding does here that nobody has acknowledged.
  if (settings.secondLevel) console.warn(secondLevelWarning)
  const data = new DataStack(app, 'HuitouData', {
    stackName: stageName(settings, 'huitou-data'),
    description: 'Huitou: tables and secrets',
    terminationProtection: true,
    settings,
  })
  const api = new ApiStack(app, 'HuitouApi', {
    stackName: stageName(settings, 'huitou-api'),
    description: 'Huitou: the API, its functions and their alarms',
    data,
    bundles: functionsFrom,
    settings,
  })
  new ConsoleStack(app, 'HuitouConsole', {
    stackName: stageName(settings, 'huitou-console'),
    description: 'Huitou: the operators’ console in front of the API',
    apiUrl: api.url,
    images: data.images,
    settings,
  })
  Tags.of(app).add('project', 'huitou')
  return app
}
