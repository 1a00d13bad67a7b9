// SPDX-License-Identifier: Apache-2.0

import Files
import Subprocess
import SystemPackage

/// One run of the training program, its output copied to a log and to whoever watches.
struct TrainingRun {
  let command: [String]
  let environment: [String: String]
  let directory: FilePath
  let log: FilePath

  /// Runs to the end; throws unless the program exited with status 0.
  ///
  /// The child has a process group of its own. Interrupts are passed on to it, and whatever
  /// outlives the program is ended, so that nothing writes to the model afterwards.
  func run(watch: (borrowing RawSpan) -> Void) async throws {
    Signals.catchInterruptions()
    defer { Signals.release() }
    let file = try FileDescriptor.open(
      log, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .plain)
    defer { try? file.close() }
    var lost: Errno?
    let status = try await start { piece in
      watch(piece)
      guard lost == nil else { return }
      do {
        try file.writeAll([UInt8](copying: piece))
      } catch {
        lost = error as? Errno ?? .ioError
      }
    }
    if Signals.interruption != nil { throw TrainingError.interrupted(log: log.printable) }
    guard status.isSuccess else {
      throw TrainingError.failed(
        program: command.joined(separator: " "), how: Self.describe(status), log: log.printable)
    }
    // A log that is cut short tells another story than the training did.
    if let lost { throw FileError("write", log, lost) }
  }

  private func start(_ take: (borrowing RawSpan) -> Void) async throws -> TerminationStatus {
    var options = PlatformOptions()
    options.processGroupID = 0
    guard let program = command.first else {
      throw TrainingError.cannotStart(program: "", reason: "the command is empty")
    }
    let executable: Executable =
      program.contains("/") ? .path(directory.pushing(FilePath(program))) : .name(program)
    do {
      return try await Subprocess.run(
        executable, arguments: Arguments(Array(command.dropFirst())),
        environment: .custom(
          Dictionary(
            uniqueKeysWithValues: environment.compactMap { name, value in
              Environment.Key(rawValue: name).map { ($0, value) }
            })),
        workingDirectory: directory, platformOptions: options,
        input: .none, output: .sequence, error: .combinedWithOutput
      ) { execution in
        let leader = execution.processIdentifier.value
        Signals.forward(toGroup: leader)
        // What the program leaves behind may hold its output open: it must end for that to end.
        let mark = environment["MODELGATE_OUTPUT"]
        let watcher = Task.detached {
          while !Task.isCancelled, !Signals.hasEnded(child: leader) {
            try? await Task.sleep(for: .milliseconds(20))
          }
          Self.endRest(of: leader, mark)
        }
        defer { watcher.cancel() }
        for try await piece in execution.standardOutput { take(piece.bytes) }
        await watcher.value
      }.terminationStatus
    } catch let error as SubprocessError {
      throw TrainingError.cannotStart(program: program, reason: "\(error)")
    }
  }

  private static func endRest(of leader: Int32, _ mark: String?) {
    Signals.endGroup(leader)
    if let mark { Stragglers.end(markedBy: "MODELGATE_OUTPUT=\(mark)") }
  }

  private static func describe(_ status: TerminationStatus) -> String {
    switch status {
    case .exited(let code): "failed with exit status \(code)"
    case .signaled(let number): "was ended by signal \(number)"
    }
  }
}
