import { uploadTargetFromEnvironment } from '../catalog/upload-target.ts'
import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { readMiniProgramPage } from '../shared/mini-program-page.ts'
import { connectWechatApp } from '../shared/wechat-app.ts'
import { whenReady } from '../shared/when-ready.ts'
import { createPosterRenderer } from './poster-renderer.ts'
import { postersEndpoints } from './posters-endpoints.ts'

export const handler = whenReady(async () => {
  const context = {
    ...createContext('posters'),
    linkPage: readMiniProgramPage('LINK_PAGE'),
    uploadTarget: uploadTargetFromEnvironment,
    // Beside the bundle lies what it draws with.
    renderPoster: createPosterRenderer(__dirname),
  }
  const services = { ...context, wechatApp: await connectWechatApp(process.env) }
  const identify = identifyFromEnvironment(services)
  return api({ name: 'posters', endpoints: postersEndpoints, services, identify })
})
