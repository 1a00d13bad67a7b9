// SPDX-License-Identifier: Apache-2.0

public import Configuration
public import Digests
public import Findings

/// What somebody attests, as far as a policy asks.
public struct Claim: Hashable, Sendable {
  /// What kind of thing is said.
  public enum Kind: String, CaseIterable, Sendable {
    /// That a model was built.
    case build
    /// That a file or a folder is theirs, wherever it was trained.
    case signature
    /// That the gate passed a commit.
    case verdict
    /// That a model was built again.
    case rebuild
  }

  /// What kind of thing is said.
  public var kind: Kind
  /// Who built, or verified: a URI; nil where the kind has none.
  public var builder: String?
  /// The pipeline of the build that it is about; nil where there is none.
  public var pipeline: String?
  /// Where the source of that build can be fetched.
  public var repository: String?
  /// The branch or tag of that build, by its full name.
  public var reference: String?

  /// States what is said.
  public init(
    _ kind: Kind, builder: String? = nil, pipeline: String? = nil, repository: String? = nil,
    reference: String? = nil
  ) {
    self.kind = kind
    self.builder = builder
    self.pipeline = pipeline
    self.repository = repository
    self.reference = reference
  }
}

/// How far a grant goes in one respect.
public enum Scope<Pattern: Sendable>: Sendable {
  /// Everything, and what is not known as well.
  case any
  /// What one of the patterns names; at least one.
  case matching([Pattern])
}

/// That some signers may attest some things.
public struct SignerGrant: Sendable {
  /// Their names.
  public let signers: [String]
  /// What they may attest.
  public let kinds: Set<Claim.Kind>
  /// For which builders.
  public let builders: Scope<TextPattern>
  /// Of which pipelines.
  public let pipelines: Scope<TextPattern>
  /// From which repositories.
  public let repositories: Scope<TextPattern>
  /// From which references.
  public let references: Scope<RefPattern>
  /// The head of the ledger after which entries count; nil for the ledger's beginning.
  public let after: ObjectID?
  /// The last head of the ledger whose entries count; nil for no end.
  public let until: ObjectID?
  /// Where it is written.
  public let location: Location

  /// Why it does not cover a claim; nil when it does.
  func reason(against claim: Claim) -> String? {
    guard kinds.contains(claim.kind) else { return "it is not for a \(claim.kind.rawValue)" }
    let misses = [
      Self.miss("builder", claim.builder, builders) { $0.matches($1) },
      Self.miss("pipeline", claim.pipeline, pipelines) { $0.matches($1) },
      Self.miss("repository", claim.repository, repositories) { $0.matches($1) },
      Self.miss("reference", claim.reference, references) { $0.matches($1) },
    ]
    return misses.compactMap(\.self).first
  }

  private static func miss<Pattern>(
    _ what: String, _ value: String?, _ scope: Scope<Pattern>, _ matches: (Pattern, String) -> Bool
  ) -> String? {
    guard case .matching(let patterns) = scope else { return nil }
    guard let value else { return "it is for certain \(what) names, and the attestation has none" }
    guard !patterns.contains(where: { matches($0, value) }) else { return nil }
    return "it is not for the \(what) '\(PrintableText.escape(value))'"
  }
}
