import { environment } from './environment.ts'
import { createSealedFields, FieldEncryptionSecret, type SealedFields } from './sealed-field.ts'
import { readSecret } from './secrets.ts'

/** For a function's start: from the secret of the need `field-encryption`. Throws when it is not complete. */
export const connectSealedFields = async (): Promise<SealedFields> =>
  createSealedFields(await readSecret(environment('FIELD_ENCRYPTION_SECRET_ARN'), FieldEncryptionSecret))
