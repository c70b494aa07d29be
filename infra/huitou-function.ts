import { join } from 'node:path'
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime, RuntimeFamily, Tracing } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { addAlarm, alarmPeriod } from './alarms.ts'
import { type Settings, stageName } from './settings.ts'

export type HuitouFunctionProps = {
  readonly name: string
  /** What it means to a shop when this function does not work. No function without it. */
  readonly alarm: string
  /** Folder with a folder per bundle. */
  readonly bundles: string
  readonly environment: Readonly<Record<string, string>>
  readonly statements: readonly PolicyStatement[]
  readonly memoryMiB: number
  readonly timeout: Duration
  /** Asynchronous invocations only: how often Lambda itself tries again. */
  readonly asyncRetries?: number
  readonly topic: Topic
  readonly settings: Settings
}

/** One Lambda function with a role, a log group and alarms of its own. */
export class HuitouFunction extends Construct {
  readonly lambda: LambdaFunction
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, props: HuitouFunctionProps) {
    super(scope, id)
    const { settings } = props
    const logGroupName = `/huitou/${settings.stage}/${props.name}`
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: stageName(settings, props.name),
      description: `Huitou ${props.name}`,
      runtime: new Runtime(settings.runtime, RuntimeFamily.NODEJS),
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(props.bundles, props.name)),
      role: this.addRole(props.statements),
      environment: { ...props.environment },
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      logGroup: this.logGroup,
      ...(settings.xray ? { tracing: Tracing.ACTIVE } : {}),
      ...(props.asyncRetries === undefined ? {} : { retryAttempts: props.asyncRetries }),
    })
    this.acknowledge(settings)
    this.addAlarms(props, logGroupName)
  }

  private acknowledge({ runtime, xray }: Settings): void {
    if (xray) {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'X-Ray takes traces of an account as a whole: its actions know no resource.',
      })
    }
    if (runtime !== Runtime.NODEJS_24_X.name) {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-L1',
        reason: 'The settings name another runtime on purpose: not every region has the latest one.',
      })
    }
  }

  /** Not the managed policy of Lambda, which lets every function write to every log group. */
  private addRole(statements: readonly PolicyStatement[]): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.logGroup.grant(role, 'logs:CreateLogStream', 'logs:PutLogEvents')
    for (const statement of statements) role.addToPolicy(statement)
    return role
  }

  private addAlarms({ name, alarm: meaning, topic, settings }: HuitouFunctionProps, logGroupName: string): void {
    // What the code logs as an error is for people to look at, also where the function itself went on.
    const errorLines = this.logGroup.addMetricFilter('ErrorLines', {
      filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
      metricNamespace: stageName(settings, 'huitou'),
      metricName: `${name} error lines`,
    })
    addAlarm(this, 'Logged', {
      metric: errorLines.metric({ period: alarmPeriod, statistic: 'Sum' }),
      threshold: 0,
      meaning,
      lookAt: `Function ${name} logged an error: look for lines of level ERROR in log group ${logGroupName}.`,
      topic,
    })
    addAlarm(this, 'Errors', {
      metric: this.lambda.metricErrors({ period: alarmPeriod }),
      threshold: 0,
      meaning,
      lookAt: `Function ${name} ended with an error: look for lines of level ERROR in log group ${logGroupName}.`,
      topic,
    })
    addAlarm(this, 'Throttles', {
      metric: this.lambda.metricThrottles({ period: alarmPeriod }),
      threshold: 0,
      meaning,
      lookAt: `Function ${name} was not started because too many ran: look at the concurrency quota of the account.`,
      topic,
    })
  }
}
