import { identifyFromEnvironment } from '../identity/identify.ts'
import { createContext } from '../shared/environment.ts'
import { api } from '../shared/http/api.ts'
import { catalogEndpoints } from './endpoints.ts'
import { uploadTargetFromEnvironment } from './upload-target.ts'

const services = { ...createContext('catalog'), uploadTarget: uploadTargetFromEnvironment }

export const handler = api({
  name: 'catalog',
  endpoints: catalogEndpoints,
  services,
  identify: identifyFromEnvironment(services),
})
