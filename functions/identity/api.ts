import { createContext, environment } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { readMiniProgramPage } from '../shared/mini-program-page.ts'
import { readSecret } from '../shared/secrets.ts'
import { connectWechatApp } from '../shared/wechat-app.ts'
import { whenReady } from '../shared/when-ready.ts'
import { identityEndpoints } from './endpoints.ts'
import { identifyFromEnvironment } from './identify.ts'
import { createSessionTokens, SessionSecret } from './session-tokens.ts'
import { createWechatLogin } from './wechat-login.ts'

export const handler = whenReady(async () => {
  const context = createContext('identity')
  const [sessionSecret, wechatApp] = await Promise.all([
    readSecret(environment('SESSION_SECRET_ARN'), SessionSecret),
    connectWechatApp(process.env),
  ])
  const services = {
    ...context,
    wechatLogin: createWechatLogin(wechatApp),
    wechatApp,
    signInPage: readMiniProgramPage('SIGN_IN_PAGE'),
    sessions: createSessionTokens(sessionSecret.privateJwk),
  }
  const identify = identifyFromEnvironment(context)
  return api({ name: 'identity', endpoints: identityEndpoints, services, identify })
})
