// SPDX-License-Identifier: Apache-2.0

import Attestation
import Configuration
import Digests
import Findings
import YAML

extension ProblemLog {
  /// Who there is, by name.
  func signers(_ node: YAMLNode) -> [TrustPolicy.NamedSigner] {
    if node.isNull || node.mapping?.isEmpty ?? false {
      report("'signers' must not be empty", at: node.mark)
    }
    var owners: [SignerIdentity: String] = [:]
    return pairs(node, "'signers'") { key, value in
      guard let name = name(key, of: "signer") else { return nil }
      let identities = identities(value, "signer '\(name)'")
      for identity in identities.flatMap(\.spellings) {
        if let other = owners.updateValue(name, forKey: identity) {
          report("signer '\(name)' is known by what signer '\(other)' is known by", at: value.mark)
        }
      }
      return TrustPolicy.NamedSigner(name: name, identities: identities)
    }
  }

  private func identities(_ node: YAMLNode, _ title: String) -> [SignerIdentity] {
    let keys = ["keys", "principal", "certificate"]
    guard let section = Section(node, title, keys: keys, log: self) else { return [] }
    var identities: [SignerIdentity] = []
    if let node = section["keys"] {
      identities += filled(node, "'keys' of \(title)") { key($0, "a key of \(title)") }
    }
    if let node = section["principal"], let name = principal(node, title) {
      identities.append(.principal(name))
    }
    if let node = section["certificate"], let text = string(node, "'certificate' of \(title)") {
      identities.append(.certificate(subject: text))
    }
    if keys.allSatisfy({ section[$0] == nil }) {
      report("\(title) needs one of \(keys.joined(separator: ", "))", at: section.mark)
    }
    return identities
  }

  private func key(_ node: YAMLNode, _ title: String) -> SignerIdentity? {
    guard let text = string(node, title) else { return nil }
    if text.utf8.count == 64, Digest(.sha256, hex: text)?.hex.utf8.elementsEqual(text.utf8) ?? false
    {
      return .keyID(text)
    }
    let fingerprint = "SHA256:"
    if text.utf8.starts(with: fingerprint.utf8), text.utf8.count == fingerprint.utf8.count + 43 {
      return .fingerprint(text)
    }
    do throws(AttestationError) {
      return .key(try VerificationKey(pem: Array(text.utf8)))
    } catch {
      report(
        "\(title) is no public key of PEM or OpenSSH, no key id and no fingerprint",
        at: node.mark)
      return nil
    }
  }

  /// One name, not a pattern, in plain ASCII, so that no look-alike stands for another.
  private func principal(_ node: YAMLNode, _ title: String) -> String? {
    guard let text = string(node, "'principal' of \(title)") else { return nil }
    if let odd = text.unicodeScalars.first(where: { !(0x21...0x7e).contains($0.value) }) {
      report(
        "the principal of \(title) holds U+\(String(odd.value, radix: 16, uppercase: true)); "
          + "only printable ASCII is taken", at: node.mark)
      return nil
    }
    guard !text.contains(where: { "*?!,\"".contains($0) }) else {
      report("the principal of \(title) must be one name, not a pattern", at: node.mark)
      return nil
    }
    return text
  }

  /// Whose word counts no more.
  func revocations(_ node: YAMLNode, _ names: [String]) -> [Revocation] {
    filled(node, "'revocations'") { item in
      let keys = ["signer", "key", "until", "reason"]
      guard let section = Section(item, "the revocation", keys: keys, log: self) else { return nil }
      let reason = section.required("reason").flatMap { string($0, "'reason' of the revocation") }
      let until = section["until"].flatMap { ledgerHead($0, "'until' of the revocation") }
      guard let subject = revoked(section, names), let reason,
        until != nil || section["until"] == nil
      else { return nil }
      return Revocation(
        subject: subject, until: until, reason: reason, location: location(item.mark))
    }
  }

  private func revoked(_ section: Section, _ names: [String]) -> Revocation.Subject? {
    switch (section["signer"], section["key"]) {
    case (let node?, nil): return knownSigner(node, names).map { .signer($0) }
    case (nil, let node?): return key(node, "'key' of the revocation").map { .key($0) }
    default:
      report("the revocation must have either 'signer' or 'key'", at: section.mark)
      return nil
    }
  }

  /// The name of a signer that the policy has.
  func knownSigner(_ node: YAMLNode, _ names: [String]) -> String? {
    guard let name = string(node, "a signer's name") else { return nil }
    if names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return name }
    let guess = Suggestion.nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
    report("'signers' has no '\(name)'\(guess)", at: node.mark)
    return nil
  }

  /// A head of the ledger, in full.
  func ledgerHead(_ node: YAMLNode, _ title: String) -> ObjectID? {
    if let id = node.string.flatMap({ ObjectID(hex: $0) }) { return id }
    report(
      "\(title) must be a head of the ledger, 40 hexadecimal digits in quotes", at: node.mark,
      hints: ["git rev-parse refs/modelgate/ledger"])
    return nil
  }
}

extension SignerIdentity {
  /// Itself, and what else says the same, so that nobody has two owners.
  fileprivate var spellings: [SignerIdentity] {
    guard case .key(let key) = self else { return [self] }
    return [self, .keyID(key.keyID), .fingerprint(key.sshFingerprint)]
  }
}
