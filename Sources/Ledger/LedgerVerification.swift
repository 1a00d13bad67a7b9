// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
import Files
public import Findings
public import GitAccess
import Synchronization
import SystemPackage

/// The whole ledger, looked at anew: every link, name, index and signature.
public struct LedgerVerification: Sendable {
  /// Something that no honest ledger has.
  public struct Fault: Sendable, Equatable {
    /// The commit that brought it.
    public let commit: ObjectID
    /// Where, for people.
    public let path: String
    /// What is wrong there.
    public let reason: String
  }

  /// The head that was verified; nil when there is no ledger.
  public private(set) var head: ObjectID?
  /// Commits of the chain.
  public private(set) var commits = 0
  /// Entries.
  public private(set) var entries = 0
  /// Entries that carry a signature of a trusted key.
  public private(set) var trusted = 0
  /// Whether any key was trusted.
  public let hasKeys: Bool
  /// Everything that is wrong, the oldest commit first.
  public private(set) var faults: [Fault] = []

  /// Passed when all is well; without a trusted key, or without a ledger, nothing is proved.
  public var status: ExitStatus {
    if !faults.isEmpty { return .refused }
    return head != nil && hasKeys ? .passed : .couldNotJudge
  }

  /// Verifies the ledger of a repository on all cores, believing these keys and no others.
  ///
  /// Without keys everything but the signatures is verified.
  public init(of repository: borrowing Repository, trusting keys: [VerificationKey]) throws {
    hasKeys = !keys.isEmpty
    try Repository.prepareForWholeHistories()
    head = try Ledger.trustedHead(of: repository)
    guard let head else { return }
    // Opened anew, so that the commits do not stay in the memory of libgit2.
    let chain = try Repository(at: repository.gitDirectory).commits(from: [head], hiding: [])
    commits = chain.count
    let results = try Self.check(chain, keys, repository.gitDirectory)
    let position = Dictionary(
      zip(chain, chain.indices), uniquingKeysWith: { first, _ in first })
    for result in results {
      entries += result.entries
      trusted += result.trusted
      faults += result.faults
    }
    faults.sort { (position[$0.commit] ?? 0, $1.path) > (position[$1.commit] ?? 0, $0.path) }
  }

  private static func check(
    _ chain: [ObjectID], _ keys: [VerificationKey], _ directory: FilePath
  ) throws -> [LinkCheck.Result] {
    // The longer a stretch, the more versions of a folder are read one after the other, and the
    // more memory it takes to remember what each commit adds, which is about 5 KB.
    let stretch = max(250, min(8000, chain.count / (2 * Threads.processors)))
    let next = Mutex(0)
    let results = Mutex<[LinkCheck.Result]>([])
    let failure = Mutex<(any Error)?>(nil)
    Threads.run(min(Threads.processors, chain.count / stretch + 1)) {
      do {
        var check = LinkCheck(keys: keys)
        while true {
          let start = next.withLock { next in
            defer { next = min(next + stretch, chain.count) }
            return next
          }
          guard start < chain.count else { break }
          // Opened anew for each stretch, so that what libgit2 keeps of old trees stays small.
          let repository = try Repository(at: directory)
          try check.run(chain[start..<min(start + stretch, chain.count)], in: repository)
        }
        let result = check.result
        results.withLock { $0.append(result) }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return results.withLock { $0 }
  }
}

/// Checks one stretch of commits after another.
struct LinkCheck {
  struct Result: Sendable {
    var entries = 0
    var trusted = 0
    var faults: [LedgerVerification.Fault] = []
  }

  let keys: [VerificationKey]
  private(set) var result = Result()

  init(keys: [VerificationKey]) { self.keys = keys }

  mutating func run(_ stretch: ArraySlice<ObjectID>, in repository: borrowing Repository) throws {
    var commits: [Commit] = []
    var pairs: [(old: ObjectID?, new: ObjectID)] = []
    for id in stretch {
      do throws(GitError) {
        let commit = try repository.commit(id)
        let first = try Ledger.tree(of: commit.parents.first, in: repository)
        pairs.append((first, commit.tree))
        commits.append(commit)
      } catch {
        fault(id, "", error.message)
      }
    }
    for (commit, additions) in zip(commits, TreeAdditions.all(pairs, in: repository)) {
      let link: LedgerLink
      do throws(GitError) {
        link = try LedgerLink(commit, try additions.get(), in: repository)
      } catch {
        fault(commit.id, "", error.message)
        continue
      }
      try check(link, in: repository)
    }
  }

  private mutating func check(_ link: LedgerLink, in repository: borrowing Repository) throws {
    let id = link.id
    if let loss = link.loss { fault(id, loss.description, "it was there before, and is not now") }
    var rest: [RelativePath: ObjectID] = [:]
    var entries: [(Digest, TreeEntry)] = []
    var manifests: [(Digest, TreeEntry)] = []
    for file in link.added {
      guard file.kind == .file else {
        fault(id, file.path.description, "it is no plain file")
        continue
      }
      switch LedgerLayout.place(of: file.path) {
      case .entry(let name): entries.append((name, file))
      case .manifest(let name): manifests.append((name, file))
      case .mark: rest[file.path] = file.id
      case nil: fault(id, file.path.description, "a ledger holds nothing at such a place")
      }
    }
    var datasets: Set<Digest> = []
    for (name, file) in entries {
      guard let entry = checkEntry(name, file, id, in: repository) else { continue }
      datasets.formUnion(entry.datasets)
      for key in entry.keys {
        let path = try LedgerLayout.mark(key, name)
        if rest.removeValue(forKey: path) != Self.emptyBlob {
          fault(id, path.description, "the entry \(name.hex) is not indexed by it")
        }
      }
    }
    for (name, file) in manifests {
      checkManifest(name, file, id, isWanted: datasets.contains(name), in: repository)
    }
    for path in rest.keys { fault(id, path.description, "it leads to no entry of this commit") }
  }

  private static let emptyBlob = ObjectID(hashing: [], type: "blob")

  /// The entry, when it is what its name says and can be read.
  private mutating func checkEntry(
    _ name: Digest, _ file: TreeEntry, _ commit: ObjectID, in repository: borrowing Repository
  ) -> LedgerEntry? {
    result.entries += 1
    let place = file.path.description
    do {
      let content = try repository.blob(file.id, limit: Envelope.sizeLimit)
      guard Digest.of(content) == name else {
        fault(commit, place, "its content is not what its name says")
        return nil
      }
      let envelope = try Envelope.parse(content)
      if keys.contains(where: { (try? envelope.verified(with: $0)) != nil }) {
        result.trusted += 1
      } else if !keys.isEmpty {
        fault(commit, place, "no trusted key signed it")
      }
      return try LedgerEntry(attestation: content, reading: envelope)
    } catch {
      fault(commit, place, (error as? any ExplainedError)?.message ?? "\(error)")
      return nil
    }
  }

  private mutating func checkManifest(
    _ name: Digest, _ file: TreeEntry, _ commit: ObjectID, isWanted: Bool,
    in repository: borrowing Repository
  ) {
    do throws(GitError) {
      if try repository.sha256(ofBlob: file.id) != name {
        fault(commit, file.path.description, "its content is not what its name says")
      } else if !isWanted {
        fault(commit, file.path.description, "no entry of this commit has such a dataset")
      }
    } catch {
      fault(commit, file.path.description, error.message)
    }
  }

  private mutating func fault(_ commit: ObjectID, _ path: String, _ reason: String) {
    // A ledger that is wrong throughout needs no gigabyte of words.
    guard result.faults.count < 10_000 else { return }
    result.faults.append(.init(commit: commit, path: path, reason: reason))
  }
}
