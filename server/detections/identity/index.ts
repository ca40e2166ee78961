import type { Detection } from '#server/detections/define-detection.ts'
import { accessKeyCreated } from './access-key-created.ts'
import { accessKeyCreatedForOtherUser } from './access-key-created-for-other-user.ts'
import { accessKeyReactivated } from './access-key-reactivated.ts'
import { adminAttachedToGroup } from './admin-attached-to-group.ts'
import { adminAttachedToRole } from './admin-attached-to-role.ts'
import { adminAttachedToUser } from './admin-attached-to-user.ts'
import { adminPolicyWritten } from './admin-policy-written.ts'
import { adminUserMade } from './admin-user-made.ts'
import { backdoorRoleMade } from './backdoor-role-made.ts'
import { defaultPolicyVersionSet } from './default-policy-version-set.ts'
import { iamEnumeration } from './iam-enumeration.ts'
import { iamEnumerationDenied } from './iam-enumeration-denied.ts'
import { identitiesDeleted } from './identities-deleted.ts'
import { identityCreatedByHand } from './identity-created-by-hand.ts'
import { identityDeleted } from './identity-deleted.ts'
import { keyQuarantineRemoved } from './key-quarantine-removed.ts'
import { keyQuarantined } from './key-quarantined.ts'
import { loginProfileSetForOtherUser } from './login-profile-set-for-other-user.ts'
import { mfaChangedWithoutMfa } from './mfa-changed-without-mfa.ts'
import { mfaDeviceRegistered } from './mfa-device-registered.ts'
import { mfaDeviceRemoved } from './mfa-device-removed.ts'
import { oidcProviderChanged } from './oidc-provider-changed.ts'
import { otherCredentialCreated } from './other-credential-created.ts'
import { passwordChanged } from './password-changed.ts'
import { passwordPolicyWeakened } from './password-policy-weakened.ts'
import { permissionsBoundaryChanged } from './permissions-boundary-changed.ts'
import { permissionsBoundaryRemoved } from './permissions-boundary-removed.ts'
import { principalEnumeration } from './principal-enumeration.ts'
import { principalPolicyChanged } from './principal-policy-changed.ts'
import { roleTrustChanged } from './role-trust-changed.ts'
import { roleTrustOpened } from './role-trust-opened.ts'
import { rolesAnywhereProfileCreated } from './roles-anywhere-profile-created.ts'
import { rootAccessKeyCreated } from './root-access-key-created.ts'
import { rootAccessKeyUsed } from './root-access-key-used.ts'
import { rootCredentialsChanged } from './root-credentials-changed.ts'
import { rootLoginProfileCreated } from './root-login-profile-created.ts'
import { rootSignInFailed } from './root-sign-in-failed.ts'
import { rootSignedIn } from './root-signed-in.ts'
import { rootUsed } from './root-used.ts'
import { s3BrowserChangesIam } from './s3-browser-changes-iam.ts'
import { samlProviderChanged } from './saml-provider-changed.ts'
import { trustAnchorCreated } from './trust-anchor-created.ts'
import { userAddedToGroup } from './user-added-to-group.ts'
import { userCreated } from './user-created.ts'

export const IDENTITY_DETECTIONS: readonly Detection[] = [
  accessKeyCreatedForOtherUser,
  accessKeyCreated,
  accessKeyReactivated,
  adminAttachedToGroup,
  adminAttachedToRole,
  adminAttachedToUser,
  adminPolicyWritten,
  adminUserMade,
  backdoorRoleMade,
  defaultPolicyVersionSet,
  iamEnumerationDenied,
  iamEnumeration,
  identitiesDeleted,
  identityCreatedByHand,
  identityDeleted,
  keyQuarantineRemoved,
  keyQuarantined,
  loginProfileSetForOtherUser,
  mfaChangedWithoutMfa,
  mfaDeviceRegistered,
  mfaDeviceRemoved,
  oidcProviderChanged,
  otherCredentialCreated,
  passwordChanged,
  passwordPolicyWeakened,
  permissionsBoundaryChanged,
  permissionsBoundaryRemoved,
  principalEnumeration,
  principalPolicyChanged,
  roleTrustChanged,
  roleTrustOpened,
  rolesAnywhereProfileCreated,
  rootAccessKeyCreated,
  rootAccessKeyUsed,
  rootCredentialsChanged,
  rootLoginProfileCreated,
  rootSignInFailed,
  rootSignedIn,
  rootUsed,
  s3BrowserChangesIam,
  samlProviderChanged,
  trustAnchorCreated,
  userAddedToGroup,
  userCreated,
]
