import { createContext, environment } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { readSecret } from '../shared/secrets.ts'
import { whenReady } from '../shared/when-ready.ts'
import { identityEndpoints } from './endpoints.ts'
import { identifyFromEnvironment } from './identify.ts'
import { createSessionTokens, SessionSecret } from './session-tokens.ts'
import { createWechatLogin, readWechatLoginConfig, wechatLoginSecret } from './wechat-login.ts'

export const handler = whenReady(async () => {
  const context = createContext('identity')
  const [sessionSecret, loginSecret] = await Promise.all([
    readSecret(environment('SESSION_SECRET_ARN'), SessionSecret),
    readSecret(environment('WECHAT_LOGIN_SECRET_ARN'), wechatLoginSecret),
  ])
  const loginConfig = readWechatLoginConfig(process.env, loginSecret)
  const services = {
    ...context,
    wechatLogin: createWechatLogin(loginConfig),
    appId: loginConfig.appId,
    sessions: createSessionTokens(sessionSecret.privateJwk),
  }
  const identify = identifyFromEnvironment(context)
  return api({ name: 'identity', endpoints: identityEndpoints, services, identify })
})
