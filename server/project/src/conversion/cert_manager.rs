//! cert-manager's kinds of `v1alpha2`, `v1alpha3` and `v1beta1` to `v1`.

use syntax::yaml::Data;

use super::draft::{Map, Piece};
use super::reason::Reason;

pub(super) fn convert(object: &mut Map<'_>) -> Result<(), Reason> {
    let is = |object: &Map<'_>, name: &str| object.is("kind", name);
    let (is_certificate, is_request) = (is(object, "Certificate"), is(object, "CertificateRequest"));
    let Some(spec) = object.map("spec")? else { return Ok(()) };
    if is_certificate {
        return certificate(spec);
    }
    if is_request {
        spec.rename("csr", "request");
        return Ok(());
    }
    let Some(acme) = spec.map("acme")? else { return Ok(()) };
    for solver in acme.maps("solvers")? {
        if let Some(dns) = solver.map("dns01")? {
            for (old, new) in [("acmedns", "acmeDNS"), ("azuredns", "azureDNS"), ("clouddns", "cloudDNS")] {
                dns.rename(old, new);
            }
        }
    }
    Ok(())
}

/// The key has its own mapping, and names are spelled out.
fn certificate(spec: &mut Map<'_>) -> Result<(), Reason> {
    spec.rename("emailSANs", "emailAddresses");
    spec.rename("uriSANs", "uris");
    let fields = [("keyAlgorithm", "algorithm"), ("keyEncoding", "encoding"), ("keySize", "size")];
    let mut pieces = Vec::new();
    for (old, new) in fields {
        let Some(piece) = spec.take(old) else { continue };
        // `rsa` and `pkcs1` are written in capitals.
        let word = piece.node().and_then(syntax::yaml::Node::text).filter(|word| {
            word.bytes().any(|byte| byte.is_ascii_lowercase()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        pieces.push((
            new,
            match word {
                Some(word) => piece.with(Data::text(word.to_ascii_uppercase())),
                None => piece,
            },
        ));
    }
    gather(spec, "privateKey", &fields.map(|(old, _)| old), pieces)?;
    let organizations = spec.take("organization").map(|piece| ("organizations", piece));
    gather(spec, "subject", &["organization"], organizations.into_iter().collect())
}

/// Puts pieces into the mapping behind a key, which comes where they were when it is not there.
fn gather<'y>(spec: &mut Map<'y>, key: &str, places: &[&str], pieces: Vec<(&str, Piece<'y>)>) -> Result<(), Reason> {
    if pieces.is_empty() {
        return Ok(());
    }
    if let Some(map) = spec.map(key)? {
        pieces.into_iter().for_each(|(key, piece)| map.put(key, piece));
        return Ok(());
    }
    let mut map = Map::new();
    pieces.into_iter().for_each(|(key, piece)| map.put(key, piece));
    spec.take(key);
    spec.put_before(places, key, map);
    Ok(())
}
