import { uploadTargetFromEnvironment } from '../catalog/upload-target.ts'
import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { readMiniProgramPage } from '../shared/mini-program-page.ts'
import { connectWechatApp } from '../shared/wechat-app.ts'
import { whenReady } from '../shared/when-ready.ts'
import { linkCodesEndpoints } from './link-codes-endpoints.ts'

export const handler = whenReady(async () => {
  const context = {
    ...createContext('link-codes'),
    linkPage: readMiniProgramPage('LINK_PAGE'),
    uploadTarget: uploadTargetFromEnvironment,
  }
  const services = { ...context, wechatApp: await connectWechatApp(process.env) }
  const identify = identifyFromEnvironment(services)
  return api({ name: 'link-codes', endpoints: linkCodesEndpoints, services, identify })
})
