import type { Context } from '../shared/context.ts'
import { environment } from '../shared/environment.ts'
import type { PostTarget } from './presigned-post.ts'

/** Where images are uploaded to. Asked for each time, as credentials of a role change. */
export type UploadTargetOf = () => PostTarget

/** What the endpoints of the catalog work with. */
export type CatalogContext = Context & { readonly uploadTarget: UploadTargetOf }

/** The bucket of the images, under the credentials that Lambda puts into the environment. */
export function uploadTargetFromEnvironment(): PostTarget {
  const bucket = environment('IMAGES_BUCKET')
  const { AWS_ENDPOINT_URL_S3: endpoint, AWS_SESSION_TOKEN: sessionToken } = process.env
  return {
    bucket,
    // Another endpoint than Amazon's has the bucket in the path.
    url: endpoint ? `${endpoint}/${bucket}/` : `https://${environment('IMAGES_BUCKET_DOMAIN')}/`,
    region: environment('AWS_REGION'),
    credentials: {
      accessKeyId: environment('AWS_ACCESS_KEY_ID'),
      secretAccessKey: environment('AWS_SECRET_ACCESS_KEY'),
      ...(sessionToken ? { sessionToken } : {}),
    },
  }
}
