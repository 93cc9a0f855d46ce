//! Signs the claims of a service account: with its key, or through IAM.

use std::sync::Arc;

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode, Uri};
use percent_encoding::utf8_percent_encode;
use serde_json::json;
#[cfg(feature = "service-account")]
use {
    base64::Engine as _, base64::engine::general_purpose::URL_SAFE_NO_PAD, rustls::SignatureScheme,
    rustls::pki_types::PrivateKeyDer, rustls::pki_types::pem::PemObject, rustls::sign::SigningKey,
};

use super::claims::Claims;
use crate::auth::token::text;
use crate::auth::{AuthContext, Credentials, token_endpoint};
use crate::body::Body;
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::transport::Transport;
use crate::url::UNRESERVED;
use crate::wire::Json;

/// The method of IAM that signs.
const SIGN_JWT: MethodDescriptor =
    MethodDescriptor::new("iamcredentials.projects.serviceAccounts.signJwt", "POST", "v1/{+name}:signJwt")
        .with_scopes(&["https://www.googleapis.com/auth/cloud-platform"]);

#[derive(Clone)]
pub(super) enum Signer {
    #[cfg(feature = "service-account")]
    Key {
        key: Arc<dyn SigningKey>,
        id: Option<String>,
    },
    Iam {
        credentials: Arc<dyn Credentials>,
        root_url: String,
    },
}

impl Signer {
    /// Reads a private key in PEM.
    #[cfg(feature = "service-account")]
    pub(super) fn from_key(pem: &str, id: Option<&str>) -> Result<Self, AuthError> {
        // The causes of these errors could quote the key.
        let unusable = |problem: &str| AuthError::new(format!("`private_key` {problem}"));
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| unusable("is not a private key in PEM"))?;
        let key = rustls::crypto::ring::default_provider().key_provider.load_private_key(key);
        let key = key.map_err(|_| unusable("is damaged or of an unknown kind"))?;
        if key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]).is_none() {
            return Err(unusable("is not an RSA key"));
        }
        Ok(Self::Key { key, id: id.map(str::to_owned) })
    }

    pub(super) fn iam(credentials: Arc<dyn Credentials>) -> Self {
        Self::Iam { credentials, root_url: "https://iamcredentials.googleapis.com/".to_owned() }
    }

    pub(super) fn with_iam_url(self, url: &str) -> Self {
        match self {
            Self::Iam { credentials, .. } => {
                Self::Iam { credentials, root_url: format!("{}/", url.trim_end_matches('/')) }
            }
            #[cfg(feature = "service-account")]
            key @ Self::Key { .. } => key,
        }
    }

    /// Returns the claims as a JSON Web Token.
    pub(super) async fn sign(
        &self,
        email: &str,
        claims: &Claims<'_>,
        transport: &dyn Transport,
    ) -> Result<String, AuthError> {
        let claims = claims.to_json();
        match self {
            #[cfg(feature = "service-account")]
            Self::Key { key, id } => sign_with_key(&**key, id.as_deref(), &claims),
            Self::Iam { credentials, root_url } => {
                let url = format!(
                    "{root_url}v1/projects/-/serviceAccounts/{}:signJwt",
                    utf8_percent_encode(email, UNRESERVED)
                );
                let url: Uri = url.parse().map_err(|_| AuthError::new("the root URL of IAM is not a URL"))?;
                sign_through_iam(&**credentials, &url, &claims, transport).await
            }
        }
    }
}

#[cfg(feature = "service-account")]
fn sign_with_key(key: &dyn SigningKey, id: Option<&str>, claims: &Json) -> Result<String, AuthError> {
    let header = match id {
        Some(id) => json!({"alg": "RS256", "typ": "JWT", "kid": id}),
        None => json!({"alg": "RS256", "typ": "JWT"}),
    };
    let encode = |value: &Json| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", encode(&header), encode(claims));
    let signer = key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]);
    let signature = signer.and_then(|signer| signer.sign(message.as_bytes()).ok());
    let signature = signature.ok_or_else(|| AuthError::new("the key of the service account cannot sign"))?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

async fn sign_through_iam(
    credentials: &dyn Credentials,
    url: &Uri,
    claims: &Json,
    transport: &dyn Transport,
) -> Result<String, AuthError> {
    let context = AuthContext::new(&SIGN_JWT, transport);
    let body = json!({"payload": claims.to_string()}).to_string();
    let send = |headers: &HeaderMap| {
        let mut request = http::Request::new(Body::from(body.clone()));
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = url.clone();
        *request.headers_mut() = headers.clone();
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        token_endpoint::send(transport, request)
    };
    let headers = credentials.headers(context).await?;
    let mut response = send(&headers).await?;
    if response.status() == StatusCode::UNAUTHORIZED {
        credentials.refused(&headers, context);
        let fresh = credentials.headers(context).await?;
        if fresh != headers {
            response = send(&fresh).await?;
        }
    }
    let response = token_endpoint::json(&token_endpoint::successful(url, response)?)?;
    Ok(text(&response, "signedJwt")?.to_owned())
}
