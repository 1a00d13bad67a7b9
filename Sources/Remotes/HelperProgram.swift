// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Subprocess
import SystemPackage

/// Another program, run to its end without a terminal and in bounded time.
struct HelperProgram {
  /// What a run gave.
  struct Run {
    let status: Int32
    let output: [UInt8]
    let errors: String

    /// The first line on standard error that says something.
    var complaint: String {
      let line = errors.split(separator: "\n").first.map(String.init)
      return line ?? "exit status \(status)"
    }
  }

  let name: String
  let environment: [String: String]
  /// What installs it.
  let hint: String
  var directory: FilePath?
  var timeout = Duration.seconds(60)

  /// Runs it; `input` is on its standard input, in a file without a name.
  func run(_ arguments: [String], input: [UInt8] = [], limit: Int = 64 << 20) async throws(Failure)
    -> Run
  {
    do {
      return try await withThrowingTaskGroup(of: Run?.self) { group in
        group.addTask { try await start(arguments, input, limit) }
        group.addTask {
          try await Task.sleep(for: timeout)
          return nil
        }
        defer { group.cancelAll() }
        guard let run = try await group.next() ?? nil else {
          throw Failure("'\(name)' gave no answer in \(timeout.components.seconds) s")
        }
        return run
      }
    } catch let failure as Failure {
      throw failure
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw Failure("the program '\(name)' is not here", hints: [hint])
    } catch {
      throw Failure("'\(name)' could not be run: \(error)")
    }
  }

  private func start(_ arguments: [String], _ input: [UInt8], _ limit: Int) async throws -> Run {
    let variables = environment.compactMap { name, value in
      Environment.Key(rawValue: name).map { ($0, value) }
    }
    let result = try await Subprocess.run(
      .name(name), arguments: Arguments(arguments),
      environment: .custom(Dictionary(variables) { $1 }), workingDirectory: directory,
      input: .fileDescriptor(try NamelessFile.open(input), closeAfterSpawningProcess: true),
      output: .bytes(limit: limit), error: .string(limit: 4 << 20))
    let status: Int32 =
      switch result.terminationStatus {
      case .exited(let code): code
      case .signaled(let number): 128 &+ number
      }
    return Run(status: status, output: result.standardOutput, errors: result.standardError)
  }
}

/// Bytes that a child reads and nobody else can open.
enum NamelessFile {
  /// A descriptor at the start of the bytes; the caller closes it.
  static func open(_ bytes: [UInt8]) throws -> FileDescriptor {
    guard !bytes.isEmpty else { return try FileDescriptor.open(FilePath("/dev/null"), .readOnly) }
    return try PrivateFolder.with { folder in
      let file = try FileDescriptor.open(
        folder.appending("input"), .readWrite,
        options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
      do {
        try file.writeAll(bytes)
        try file.seek(offset: 0, from: .start)
        return file
      } catch {
        try? file.close()
        throw error
      }
    }
  }
}

/// A folder for temporary files that only this user can enter.
enum PrivateFolder {
  /// Makes the folder in `TMPDIR`, gives it to `body` and removes it.
  static func with<Result>(_ body: (FilePath) throws -> Result) throws -> Result {
    let folder = try make()
    defer { try? Folder.remove(folder) }
    return try body(folder)
  }

  /// Makes the folder in `TMPDIR`; the caller removes it.
  static func make() throws(FileError) -> FilePath {
    let base =
      Files.Program.environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let name = "modelgate-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    let folder = FilePath(base).appending(name)
    try Folder.createNew(folder)
    return folder
  }
}
