/** A label of containers: which of their variables came out of the keychain, so that their values are never shown. */
export const secretsLabel = 'io.fedwright.secret-variables';
