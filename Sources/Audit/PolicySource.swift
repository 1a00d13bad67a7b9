// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
import Findings
public import GitAccess
public import Policy
public import SystemPackage

/// A policy, and where it comes from.
///
/// Never from the commit that is judged: whoever writes that could allow themselves anything.
public struct PolicySource: Sendable {
  private static let limit = 1 << 20

  /// The policy.
  public let policy: TrustPolicy
  /// Where it was read, for people.
  public let place: String
  /// SHA-256 of its bytes, by which it can be pinned.
  public let digest: Digest

  private init(_ bytes: [UInt8], named file: String, from place: String) throws {
    policy = try TrustPolicy(parsing: bytes, file: file)
    self.place = place
    digest = .of(bytes)
  }

  /// Reads a file, which must have this digest unless that is nil.
  public init(file: FilePath, digest: Digest?) throws {
    let bytes = try SmallFile.read(file, limit: Self.limit)
    // Before it is read, so that what is not pinned is not even parsed.
    if let digest, digest != .of(bytes) {
      throw Failure(
        "the policy '\(file.printable)' is \(Digest.of(bytes)), not the pinned \(digest)",
        status: .refused)
    }
    try self.init(bytes, named: file.printable, from: "'\(file.printable)'")
  }

  /// Reads `.modelgate/trust.yaml` of a reference, which must have this digest unless that is nil.
  ///
  /// `HEAD` and revisions such as `main~1` are refused: they are whatever is checked out, which may
  /// be the very change that is judged.
  public init(
    reference name: String, digest: Digest?, in repository: borrowing Repository
  ) throws {
    let commit = try Self.commit(name, in: repository)
    let place = "'\(TrustPolicy.fileName)' of '\(PrintableText.escape(name))' (\(commit.short))"
    guard let path = RelativePath(TrustPolicy.fileName),
      let entry = try repository.entry(at: path, in: try repository.commit(commit).tree),
      entry.kind == .file
    else {
      throw Failure("there is no \(place)", hints: ["modelgate audit verify --policy FILE"])
    }
    let bytes = try repository.blob(entry.id, limit: Self.limit)
    if let digest, digest != .of(bytes) {
      throw Failure(
        "the policy \(place) is \(Digest.of(bytes)), not the pinned \(digest)", status: .refused)
    }
    try self.init(bytes, named: TrustPolicy.fileName, from: place)
  }

  private static func commit(_ name: String, in repository: borrowing Repository) throws
    -> ObjectID
  {
    if let id = ObjectID(hex: name) { return try peel(id, name, in: repository) }
    let places =
      name.utf8.starts(with: "refs/".utf8)
      ? [name] : ["refs/heads/", "refs/tags/", "refs/remotes/"].map { $0 + name }
    var found: [(String, ObjectID)] = []
    for place in places {
      // A text that cannot name a reference names none.
      if let id = try? repository.reference(place) { found.append((place, id)) }
    }
    guard let (_, id) = found.first else {
      throw Failure(
        "'--policy-from \(PrintableText.escape(name))' names no branch, tag or commit here",
        hints: ["modelgate audit verify --policy-from origin/main"])
    }
    guard found.count == 1 else {
      throw Failure(
        "'--policy-from \(PrintableText.escape(name))' names several references",
        hints: found.map { "modelgate audit verify --policy-from \($0.0)" })
    }
    return try peel(id, name, in: repository)
  }

  private static func peel(_ id: ObjectID, _ name: String, in repository: borrowing Repository)
    throws -> ObjectID
  {
    guard let commit = try repository.peelToCommit(id) else {
      throw Failure("'\(PrintableText.escape(name))' leads to no commit")
    }
    return commit
  }
}
