// SPDX-License-Identifier: Apache-2.0

import Files
import Subprocess
import SystemPackage
import TestSupport
import Worktree

/// A repository of git's own making, looked at by a scan.
final class WorktreeFixture: Sendable {
  let repository: TemporaryRepository

  var root: FilePath { repository.root }
  var indexPath: FilePath { root.appending(".git/index") }

  init() async throws { repository = try await TemporaryRepository() }

  /// A repository with `a`, `dir/b` and `dir/sub/c` committed, old enough to be believed.
  static func committed() async throws -> WorktreeFixture {
    let fixture = try await WorktreeFixture()
    try fixture.write("one\n", to: "a")
    try fixture.write("two\n", to: "dir/b")
    try fixture.write("three\n", to: "dir/sub/c")
    try await fixture.git("add", "--all")
    try await fixture.git("commit", "--quiet", "--message", "first")
    try await fixture.settle()
    return fixture
  }

  /// Lets the clock pass the files' times and writes the index anew, so that times can be believed.
  func settle() async throws {
    try await Task.sleep(for: .milliseconds(60))
    try await git("update-index", "-q", "--refresh", "--force-write-index")
  }

  @discardableResult
  func git(_ arguments: String...) async throws -> [UInt8] { try await git(arguments) }

  /// Runs git, which must succeed, and gives what it wrote as bytes.
  @discardableResult
  func git(_ arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
    var variables: [Environment.Key: String] = [:]
    for (name, value) in repository.shell.environment {
      if let key = Environment.Key(rawValue: name) { variables[key] = value }
    }
    let result = try await Subprocess.run(
      .name("git"), arguments: Arguments(arguments), environment: .custom(variables),
      workingDirectory: root, input: .array(input),
      output: .bytes(limit: 64 << 20), error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
      throw GitFailure(description: "git \(arguments): \(result.standardError)")
    }
    return result.standardOutput
  }

  func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), Array(path.utf8))
  }

  /// Writes a file in place, making its folders.
  func write(_ content: [UInt8], _ path: [UInt8]) throws {
    let file = place(path)
    try Folder.create(file.removingLastComponent())
    let descriptor = try FileDescriptor.open(
      file, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead])
    defer { try? descriptor.close() }
    try descriptor.writeAll(content)
  }

  func place(_ path: [UInt8]) -> FilePath {
    FilePath(rawBytes: root.byteArray + [UInt8(ascii: "/")] + path)
  }

  func index() throws -> GitIndex { try GitIndex(readingFrom: indexPath) }

  func scan(_ configure: (inout ScanOptions) -> Void = { _ in }) throws -> WorktreeReport {
    var options = ScanOptions()
    configure(&options)
    return try WorktreeScan.run(root: root, index: index(), options: options)
  }

  /// What deviates, one `kind path` each.
  func deviations(_ configure: (inout ScanOptions) -> Void = { _ in }) throws -> [String] {
    try scan(configure).deviations.map { "\($0.kind) \($0.path?.description ?? ".")" }
  }
}

struct GitFailure: Error, CustomStringConvertible {
  let description: String
}

/// A path that a test knows to be one.
func path(_ text: String) throws -> RelativePath {
  guard let path = RelativePath(text) else { throw GitFailure(description: "no path: \(text)") }
  return path
}
