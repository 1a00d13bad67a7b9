// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import ToolSupport

/// `modelgate NAME …` runs `modelgate-NAME …`, as git does.
@main
struct FrontDoor {
  private static let console = Console(tool: "modelgate")

  static func main() {
    var arguments = Program.arguments.dropFirst()
    guard let word = arguments.popFirst() else {
      console.complain("error: no command is given\n\n" + Help.text(Tools.installed()))
      ExitStatus.usage.end()
    }
    switch String(decoding: word, as: UTF8.self) {
    case "help" where !arguments.isEmpty:
      run(arguments.removeFirst(), [Array("--help".utf8)])
    case "-h", "--help", "help": console.result(Help.text(Tools.installed()), terminator: "")
    case "--version": console.result(Version.current)
    default: run(word, Array(arguments))
    }
  }

  /// Becomes the tool; whoever waits for this process sees the tool's own exit status.
  private static func run(_ word: [UInt8], _ arguments: [[UInt8]]) {
    do {
      let name = try ToolName(word)
      guard let program = Tools.find(name) else { throw UnknownCommand(name) }
      throw Exec.replaceProcess(with: program, arguments: [program.byteArray] + arguments)
    } catch {
      console.report(error).end()
    }
  }
}
