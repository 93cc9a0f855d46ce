//! The private key of a service account.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::SignatureScheme;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use rustls::sign::SigningKey;
use serde_json::json;

use crate::error::AuthError;
use crate::wire::Json;

#[derive(Clone)]
pub(super) struct Key {
    key: Arc<dyn SigningKey>,
    id: Option<String>,
}

impl Key {
    /// Reads a private key in PEM.
    pub(super) fn from_pem(pem: &str, id: Option<&str>) -> Result<Self, AuthError> {
        // The causes of these errors could quote the key.
        let unusable = |problem: &str| AuthError::new(format!("`private_key` {problem}"));
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| unusable("is not a private key in PEM"))?;
        let key = rustls::crypto::ring::default_provider().key_provider.load_private_key(key);
        let key = key.map_err(|_| unusable("is damaged or of an unknown kind"))?;
        if key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]).is_none() {
            return Err(unusable("is not an RSA key"));
        }
        Ok(Self { key, id: id.map(str::to_owned) })
    }

    /// Returns claims as a JSON Web Token.
    pub(super) fn sign(&self, claims: &Json) -> Result<String, AuthError> {
        let header = match &self.id {
            Some(id) => json!({"alg": "RS256", "typ": "JWT", "kid": id}),
            None => json!({"alg": "RS256", "typ": "JWT"}),
        };
        let encode = |value: &Json| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", encode(&header), encode(claims));
        let signer = self.key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]);
        let signature = signer.and_then(|signer| signer.sign(message.as_bytes()).ok());
        let signature = signature.ok_or_else(|| AuthError::new("the key of the service account cannot sign"))?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}
