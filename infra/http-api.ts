import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Route } from '../functions/shared/rows.ts'
import { addAlarm, alarmPeriod } from './alarms.ts'
import { constructId } from './construct-id.ts'
import type { HuitouFunction } from './huitou-function.ts'
import { type Settings, stageName } from './settings.ts'

/** What API Gateway notes of each request: no address, no query, no header, so nothing personal. */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
} as const

export type HuitouHttpApiProps = { readonly topic: Topic; readonly settings: Settings }

/** The HTTP API: every row of `functions/routes.ts` a route to the function of its context. */
export class HuitouHttpApi extends Construct {
  readonly api: HttpApi

  constructor(scope: Construct, id: string, { topic, settings }: HuitouHttpApiProps) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', {
      apiName: stageName(settings, 'huitou'),
      description: 'Huitou: the back end of micro-shops',
      createDefaultStage: false,
    })
    this.addStage(settings)
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Access is a column of every row and is checked by the function before it reads anything; ' +
        'a test generated from the rows calls each one without a token and with a stranger’s.',
    })
    addAlarm(this, 'ServerErrors', {
      metric: this.api.metricServerError({ period: alarmPeriod, statistic: 'Sum' }),
      threshold: 0,
      meaning: 'Requests of customers or staff fail for no fault of theirs.',
      lookAt: 'The API answered with a 5xx: look in its access log for the route, then in that function’s log group.',
      topic,
    })
  }

  /** Sends the rows of one context to its function; with `isFallback`, also whatever no row names. */
  addRoutes(name: string, target: HuitouFunction, routes: readonly Route[], isFallback: boolean): void {
    // One permission for the function, not one per route: a function's policy holds 20 kB only.
    const integration = new HttpLambdaIntegration(`${constructId(name)}Integration`, target.lambda, {
      scopePermissionToRoute: false,
    })
    for (const { method, path } of routes) {
      const routeKey = HttpRouteKey.with(path, HttpMethod[method])
      new HttpRoute(this.api, routeKey.key, { httpApi: this.api, routeKey, integration })
    }
    if (!isFallback) return
    new HttpRoute(this.api, 'Fallback', { httpApi: this.api, routeKey: HttpRouteKey.DEFAULT, integration })
  }

  private addStage(settings: Settings): void {
    const logGroup = new LogGroup(this, 'AccessLog', {
      // Under this prefix CloudWatch needs no entry in its resource policy, which has a limit on its size.
      logGroupName: `/aws/vendedlogs/huitou/${settings.stage}/api`,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: settings.throttleRatePerSecond, burstLimit: settings.throttleBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    })
  }

  /** Public address. Its domain is right in every partition. */
  get url(): string {
    const { region, urlSuffix } = Stack.of(this)
    return `https://${this.api.apiId}.execute-api.${region}.${urlSuffix}`
  }
}
