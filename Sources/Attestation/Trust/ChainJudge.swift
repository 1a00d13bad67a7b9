// SPDX-License-Identifier: Apache-2.0

/// Knows which authorities vouch for the keys of others.
///
/// Signing needs no more of certificates than to carry them. So that only those tools grow by the
/// library for X.509 that judge chains, who does is told to them from outside.
public protocol ChainJudge: Sendable {
  /// Checks that somebody who is believed vouches for the chain's key, and that it may sign; gives out
  /// whose it is, as RFC 4514 writes names.
  func subject(of chain: CertificateChain) async throws(AttestationError) -> String
}
