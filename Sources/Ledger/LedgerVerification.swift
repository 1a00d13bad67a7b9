// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
import Files
public import Findings
public import GitAccess
import Synchronization
import SystemPackage

/// The whole ledger, looked at anew: every link, name, index and signature.
///
/// Entries, manifests and their folders are read; of the index, a tree's name proves what it holds,
/// so that its folders need only be there. A disk that garbles them is for `git fsck` to find, and
/// for whoever reads one: nothing is read without a comparison with its name.
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
  /// Entries that somebody signed who is believed.
  public private(set) var trusted = 0
  /// Whether anybody was believed.
  public let hasTrust: Bool
  /// Everything that is wrong, the oldest commit first.
  public private(set) var faults: [Fault] = []

  /// Passed when all is well; when nobody is believed, or without a ledger, nothing is proved.
  public var status: ExitStatus {
    if !faults.isEmpty { return .refused }
    return head != nil && hasTrust ? .passed : .couldNotJudge
  }

  /// Verifies the ledger of a repository on all cores.
  ///
  /// When nobody is believed, everything but the signatures is verified.
  public init(of repository: borrowing Repository, trusting trust: Trust) async throws {
    hasTrust = !trust.isEmpty
    try Repository.prepareForWholeHistories()
    head = try Ledger.trustedHead(of: repository)
    guard let head else { return }
    // Opened anew, so that the commits do not stay in the memory of libgit2.
    let chain = try Repository(at: repository.gitDirectory).commits(from: [head], hiding: [])
    commits = chain.count
    let results = try Self.check(chain, trust, repository.gitDirectory)
    for result in results {
      entries += result.entries
      trusted += result.trusted
      faults += result.faults
    }
    try await judge(results.flatMap(\.certified), by: trust)
    faults += try Self.indexFaults(results.flatMap(\.indexes), repository)
    guard !faults.isEmpty else { return }
    let position = Dictionary(
      zip(chain, chain.indices), uniquingKeysWith: { first, _ in first })
    faults.sort { (position[$0.commit] ?? 0, $1.path) > (position[$1.commit] ?? 0, $0.path) }
  }

  private static func check(
    _ chain: [ObjectID], _ trust: Trust, _ directory: FilePath
  ) throws -> [LinkCheck.Result] {
    // The longer a stretch, the more versions of a folder are read one after the other, and the
    // more memory it takes to remember what each commit adds, which is about 1 KB.
    let stretch = max(250, min(50_000, (chain.count + Threads.processors - 1) / Threads.processors))
    let next = Mutex(0)
    let results = Mutex<[Int: LinkCheck.Result]>([:])
    let failure = Mutex<(any Error)?>(nil)
    Threads.run(min(Threads.processors, (chain.count + stretch - 1) / stretch)) {
      do {
        while true {
          let start = next.withLock { next in
            defer { next = min(next + stretch, chain.count) }
            return next
          }
          guard start < chain.count else { break }
          // Opened anew for each stretch, so that what libgit2 keeps of old trees stays small.
          let repository = try Repository(at: directory)
          var check = LinkCheck(trusting: trust)
          check.run(chain[start..<min(start + stretch, chain.count)], in: repository)
          let result = check.result
          results.withLock { $0[start] = result }
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    // The chain begins with the newest commit, each result with the oldest.
    return results.withLock { $0.sorted { $0.key > $1.key }.map(\.value) }
  }

  /// Asks the authorities about each chain of certificates once.
  private mutating func judge(_ certified: [LinkCheck.Certified], by trust: Trust) async throws {
    var known: [[[UInt8]]: Bool] = [:]
    for entry in certified {
      if known[entry.chain.der] == nil {
        known[entry.chain.der] = await trust.vouchesFor(entry.chain)
      }
      if known[entry.chain.der] == true {
        trusted += 1
      } else {
        faults.append(
          Fault(commit: entry.commit, path: entry.path, reason: LinkCheck.unknownSigner))
      }
    }
  }

  private static func indexFaults(_ checks: [IndexCheck], _ repository: borrowing Repository) throws
    -> [Fault]
  {
    var check = LinkCheck(trusting: Trust(keys: []))
    for index in try IndexCheck.rest(of: checks, in: repository.gitDirectory) {
      check.judge(index, in: repository)
    }
    return check.result.faults
  }
}
