type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }

/**
 * Stands in the bundles for the SDK's chain of credential providers. Lambda puts the credentials of the role into the
 * environment; the rest of the chain is for other machines. Same export and shape as the package that it replaces.
 * @throws Error when the environment has none.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env
    if (!accessKeyId || !secretAccessKey) throw new Error('No AWS credentials in the environment.')
    return { accessKeyId, secretAccessKey, ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}) }
  }
}
