// SPDX-License-Identifier: Apache-2.0

import Attestation
public import Configuration
import Findings
import YAML

extension TrustPolicy {
  /// Reads a policy, or says everything that is wrong with it.
  ///
  /// The bytes are YAML 1.2 in UTF-8, and `file` is their name in messages. Every word that is not
  /// known is a problem, and so is every list that is empty.
  public init(parsing bytes: [UInt8], file: String = TrustPolicy.fileName)
    throws(ConfigurationError)
  {
    let log = ProblemLog(file: file, source: bytes)
    self.init()
    do {
      read(try YAMLNode.parse(bytes, limits: .handwritten), log)
    } catch {
      log.report(error.problem, at: error.mark)
    }
    if let error = log.error() { throw error }
  }

  private mutating func read(_ node: YAMLNode, _ log: ProblemLog) {
    let keys = [
      "version", "signers", "allowed_signers", "authorities", "grants", "revocations", "require",
      "minimum_digest",
    ]
    guard let root = Section(node, "the policy", keys: keys, log: log) else { return }
    if let version = root.required("version"), version.integer != Configuration.version {
      log.report("'version' must be \(Configuration.version)", at: version.mark)
    }
    signers = root.required("signers").map { log.signers($0) } ?? []
    let names = signers.map(\.name)
    grants = root.required("grants").map { log.grants($0, names) } ?? []
    revocations = root["revocations"].map { log.revocations($0, names) } ?? []
    requirements = root["require"].map { log.requirements($0) } ?? []
    if let node = root["minimum_digest"] { acceptsWeakDigests = log.acceptsWeak(node) }
    allowedSigners = root["allowed_signers"].flatMap { log.allowedSigners($0) }
    authorities = root["authorities"].flatMap { log.authorities($0) }
    checkSources(root, log)
  }

  /// Principals and subjects mean nothing without what says whose they are; those who verify may
  /// also give it on the command line, so only what can't be used is a problem.
  private func checkSources(_ root: Section, _ log: ProblemLog) {
    let identities = signers.flatMap(\.identities)
    if let node = root["allowed_signers"],
      !identities.contains(where: { if case .principal = $0 { true } else { false } })
    {
      log.report("no signer has a 'principal', so 'allowed_signers' is for nobody", at: node.mark)
    }
    if let node = root["authorities"],
      !identities.contains(where: { if case .certificate = $0 { true } else { false } })
    {
      log.report("no signer has a 'certificate', so 'authorities' is for nobody", at: node.mark)
    }
  }
}

extension ProblemLog {
  /// A list with something in it: an empty one could be taken for "all" by those who read it.
  func filled<Item>(_ node: YAMLNode, _ name: String, _ read: (YAMLNode) -> Item?) -> [Item] {
    if node.sequence?.isEmpty ?? false { report("\(name) must not be empty", at: node.mark) }
    return list(node, name, read)
  }

  fileprivate func requirements(_ node: YAMLNode) -> [Requirement] {
    filled(node, "'require'") { item in
      guard let text = string(item, "a requirement") else { return nil }
      if let requirement = Requirement(text) { return requirement }
      report(Requirement.explain(text), at: item.mark)
      return nil
    }
  }

  fileprivate func acceptsWeak(_ node: YAMLNode) -> Bool {
    switch node.text {
    case "any": return true
    case "sha256": return false
    default:
      report("'minimum_digest' must be 'sha256' or 'any'", at: node.mark)
      return false
    }
  }

  fileprivate func allowedSigners(_ node: YAMLNode) -> AllowedSigners? {
    guard let text = string(node, "'allowed_signers'") else { return nil }
    let allowed = AllowedSigners(parsing: Array(text.utf8))
    for line in allowed.passedOver {
      report("line \(line.line) of 'allowed_signers': \(line.reason)", at: node.mark)
    }
    return allowed
  }

  fileprivate func authorities(_ node: YAMLNode) -> [UInt8]? {
    string(node, "'authorities'").map { Array($0.utf8) }
  }
}
