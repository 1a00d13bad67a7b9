// SPDX-License-Identifier: Apache-2.0

public import Digests
import Files
import Findings
public import GitAccess
import SystemPackage

/// The ledger on a git host: what is there is taken in, what is here is sent there.
///
/// Transport and login are git's own; a host needs to know nothing of modelgate.
public struct LedgerRemote: Sendable {
  /// What an exchange came to.
  public struct Outcome: Sendable, Equatable {
    /// The ledger's head here; nil when there is no ledger on either side.
    public var head: ObjectID?
    /// The head on the host, as it is now known.
    public var remoteHead: ObjectID?
    /// How many times others were faster.
    public var retries = 0
  }

  /// More rounds than this of fetching, merging and being too late are given up.
  private static let rounds = 200

  /// The remote's name, or an address.
  public let name: String
  private let author: Identity
  private let time: Int64
  private let git: GitProgram

  /// Names a remote of a repository; merges are committed by `author` at `time`.
  public init(
    _ name: String, of repository: borrowing Repository, author: Identity, time: Int64
  ) throws {
    guard !name.isEmpty, !name.hasPrefix("-"), !name.contains("\0") else {
      throw Failure("'\(name)' is no remote's name", status: .usage)
    }
    self.name = name
    self.author = author
    self.time = time
    git = GitProgram(gitDirectory: repository.gitDirectory, worktree: repository.worktree)
  }

  /// Takes in what the host has.
  public func fetch(into repository: borrowing Repository) async throws -> Outcome {
    let theirs = try await currentHead()
    let memory = RemoteMemory(name, in: repository)
    let seen = try memory.read()
    guard let theirs else {
      if let seen { throw LedgerError.rolledBack(remote: name, lastSeen: seen, now: nil) }
      return Outcome(head: try Ledger.trustedHead(of: repository), remoteHead: nil)
    }
    if try !repository.contains(theirs) { try await download() }
    guard try repository.contains(theirs) else {
      throw Failure("'\(name)' moved its ledger while it was fetched", hints: ["# run it again"])
    }
    if let seen, seen != theirs {
      guard try repository.contains(seen), try repository.isReachable(seen, from: theirs) else {
        throw LedgerError.rolledBack(remote: name, lastSeen: seen, now: theirs)
      }
    }
    let head = try Ledger.merge(theirs, from: name, into: repository, by: author, time: time)
    try memory.remember(theirs)
    return Outcome(head: head, remoteHead: theirs)
  }

  /// Takes in what the host has, and sends what it lacks; again for as long as others are faster.
  public func push(from repository: borrowing Repository) async throws -> Outcome {
    var retries = 0
    while retries < Self.rounds {
      var outcome = try await fetch(into: repository)
      outcome.retries = retries
      guard let head = outcome.head, head != outcome.remoteHead else { return outcome }
      if try await send(head) {
        try RemoteMemory(name, in: repository).remember(head)
        outcome.remoteHead = head
        return outcome
      }
      retries += 1
      try await Task.sleep(for: .milliseconds(Int.random(in: 5...(20 + 10 * min(retries, 20)))))
    }
    throw LedgerError.contendedThere(remote: name)
  }

  /// The host's head; nil when it has no ledger.
  private func currentHead() async throws -> ObjectID? {
    let output = try await git.run(["ls-remote", "--refs", "--", name, Ledger.reference])
    // Git also gives other references whose names end like this one, `refs/heads/refs/modelgate/…`.
    let wanted = Array("\t\(Ledger.reference)".utf8)
    guard
      let line = output.split(separator: 0x0a).first(where: {
        $0.suffix(wanted.count) == wanted[...]
      })
    else { return nil }
    let name = String(decoding: line.dropLast(wanted.count), as: UTF8.self)
    guard let head = ObjectID(hex: name) else {
      throw Failure("'\(self.name)' has a ledger whose head is no commit of SHA-1")
    }
    return head
  }

  /// Fetches under a name of this process's own, which is gone afterwards: what is not yet judged
  /// must not stand where the ledger does.
  private func download() async throws {
    let incoming = "refs/modelgate/incoming/\(String(UInt64.random(in: .min ... .max), radix: 36))"
    let fetched = try await git.attempt([
      "-c", "gc.auto=0", "-c", "maintenance.auto=false", "fetch", "--quiet", "--no-tags",
      "--no-write-fetch-head", "--refmap=", "--recurse-submodules=no", "--", name,
      "+\(Ledger.reference):\(incoming)",
    ])
    _ = try await git.attempt(["update-ref", "-d", incoming])
    guard fetched.isSuccess else {
      throw Failure("cannot fetch the ledger of '\(name)': \(fetched.reason)")
    }
  }

  /// Whether the host took it; not when someone else was there in between.
  ///
  /// Never forced, so that the host's own comparison of old and new decides between two at once.
  private func send(_ head: ObjectID) async throws -> Bool {
    let pushed = try await git.attempt([
      "push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--",
      name, "\(head):\(Ledger.reference)",
    ])
    if pushed.isSuccess { return true }
    let said = String(decoding: pushed.output, as: UTF8.self)
    // What git says of a reference that someone else moved, or is just moving.
    let races = [
      "fetch first", "non-fast-forward", "stale info", "failed to update ref",
      "cannot lock ref", "incorrect old value", "reference already exists", "failed to lock",
    ]
    if races.contains(where: said.contains) { return false }
    let line = said.split(separator: "\n").first { $0.hasPrefix("!") }
    let reason = line.map { String($0.replacing("\t", with: " ")) } ?? pushed.reason
    throw Failure("'\(name)' did not take the ledger: \(PrintableText.escape(reason))")
  }
}

/// The head that a remote had when it was last looked at from here.
struct RemoteMemory {
  private let file: FilePath
  private let folder: FilePath

  init(_ remote: String, in repository: borrowing Repository) {
    folder = LastSeenHead.folder(in: repository).appending("remotes")
    // Names of remotes and addresses hold slashes and worse.
    file = folder.appending(Digest.of(Array(remote.utf8)).hex)
  }

  func read() throws -> ObjectID? { try HeadFile(file).read() }

  func remember(_ head: ObjectID) throws {
    try Folder.create(folder)
    try HeadFile(file).write(head)
  }
}
