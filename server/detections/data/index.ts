import type { Detection } from '#server/detections/define-detection.ts'
import { bucketEncryptionRemoved } from './bucket-encryption-removed.ts'
import { bucketLoggingOff } from './bucket-logging-off.ts'
import { bucketMfaDeleteOff } from './bucket-mfa-delete-off.ts'
import { bucketOpenedByAcl } from './bucket-opened-by-acl.ts'
import { bucketPolicyOpened } from './bucket-policy-opened.ts'
import { bucketReplicationRemoved } from './bucket-replication-removed.ts'
import { bucketVersioningSuspended } from './bucket-versioning-suspended.ts'
import { buildProjectChanged } from './build-project-changed.ts'
import { buildProjectOpened } from './build-project-opened.ts'
import { imagePushedByNewPrincipal } from './image-pushed-by-new-principal.ts'
import { keyDisabled } from './key-disabled.ts'
import { keyMaterialChanged } from './key-material-changed.ts'
import { keyPolicyOpened } from './key-policy-opened.ts'
import { modelAccessOpened } from './model-access-opened.ts'
import { objectCopiedToOtherAccount } from './object-copied-to-other-account.ts'
import { objectEncryptedWithForeignKey } from './object-encrypted-with-foreign-key.ts'
import { parametersDecryptedInBulk } from './parameters-decrypted-in-bulk.ts'
import { publicAccessBlockRemoved } from './public-access-block-removed.ts'
import { secretReadFirstTime } from './secret-read-first-time.ts'
import { secretReadsRose } from './secret-reads-rose.ts'
import { secretsReadAsBatch } from './secrets-read-as-batch.ts'
import { secretsReadInBulk } from './secrets-read-in-bulk.ts'
import { secretsReadInRegions } from './secrets-read-in-regions.ts'
import { secretsTried } from './secrets-tried.ts'
import { snapshotOrImageShared } from './snapshot-or-image-shared.ts'
import { stackCreatedByNewPrincipal } from './stack-created-by-new-principal.ts'

export const DATA_DETECTIONS: readonly Detection[] = [
  bucketEncryptionRemoved,
  bucketLoggingOff,
  bucketMfaDeleteOff,
  bucketOpenedByAcl,
  bucketPolicyOpened,
  bucketReplicationRemoved,
  bucketVersioningSuspended,
  buildProjectChanged,
  buildProjectOpened,
  imagePushedByNewPrincipal,
  keyDisabled,
  keyMaterialChanged,
  keyPolicyOpened,
  modelAccessOpened,
  objectCopiedToOtherAccount,
  objectEncryptedWithForeignKey,
  parametersDecryptedInBulk,
  publicAccessBlockRemoved,
  secretReadFirstTime,
  secretReadsRose,
  secretsReadAsBatch,
  secretsReadInBulk,
  secretsReadInRegions,
  secretsTried,
  snapshotOrImageShared,
  stackCreatedByNewPrincipal,
]
