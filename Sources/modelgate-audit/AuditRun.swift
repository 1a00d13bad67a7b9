// SPDX-License-Identifier: Apache-2.0

import Audit
import Files
import GitAccess
import Packaging
import Synchronization
import SystemPackage

/// Audits many subjects on all processors.
struct AuditRun: Sendable {
  let models: ModelAudit
  let folders: FolderAudit
  let repository: FilePath

  /// The reports, in the order of the subjects.
  func reports(on subjects: [AuditSubject]) async throws -> [AuditReport] {
    let turns = Turns(subjects.count)
    return try await withThrowingTaskGroup(of: [(Int, AuditReport)].self) { group in
      for _ in 0..<min(Threads.processors, subjects.count) {
        group.addTask { try await self.work(on: subjects, turns) }
      }
      var all: [(Int, AuditReport)] = []
      for try await some in group { all += some }
      return all.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// A repository belongs to one worker, since libgit2 lets no two share one.
  private func work(on subjects: [AuditSubject], _ turns: Turns) async throws
    -> [(Int, AuditReport)]
  {
    var reports: [(Int, AuditReport)] = []
    let repository = try openRepository(for: subjects)
    while let index = turns.next() {
      switch subjects[index] {
      case .file(let path):
        reports.append((index, await models.verify(path, in: repository)))
      case .folder(let path): reports.append((index, await folders.verify(path)))
      case .package(let reference):
        let report = await OCIAudit(verifying: models).verify(reference, in: repository)
        reports.append((index, report))
      }
    }
    return reports
  }

  /// Nil where there is none, or where none is needed; one that cannot be opened is an error.
  private func openRepository(for subjects: [AuditSubject]) throws -> Repository? {
    guard subjects.contains(where: \.needsRepository) else { return nil }
    do throws(GitError) {
      return try Repository(at: repository)
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }
}

/// Who is next, for workers that ask at once.
private final class Turns: Sendable {
  private let count: Int
  private let taken = Mutex(0)

  init(_ count: Int) { self.count = count }

  func next() -> Int? {
    taken.withLock { taken in
      guard taken < count else { return nil }
      defer { taken += 1 }
      return taken
    }
  }
}

/// Something to audit.
enum AuditSubject: Sendable {
  /// A model file.
  case file(FilePath)
  /// A model folder, with its OpenSSF signature.
  case folder(FilePath)
  /// A package in an OCI image layout.
  case package(OCIReference)

  init(_ text: String) {
    if let reference = OCIReference(text) {
      self = .package(reference)
      return
    }
    let path = FilePath(text)
    let isFolder = (try? FileStatus(following: path))?.kind == .directory
    self = isFolder ? .folder(path) : .file(path)
  }

  var needsRepository: Bool {
    switch self {
    case .file, .package: true
    case .folder: false
    }
  }
}
