// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Files
public import Findings

/// A command of modelgate: parse, do, say, exit with the published status.
public protocol Tool: ParsableCommand {
  /// The options that say where the tool works and how much it says.
  associatedtype Options: ConsoleOptions
  /// These options, as the command line gave them.
  var common: Options { get }
  /// Does the work; what it throws is rendered on standard error.
  func perform(_ console: Console) async throws -> ExitStatus
}

/// A tool, or a group of subcommands that are tools.
public protocol ToolRoot: ParsableCommand {
  /// The executable's name, which starts every line that it says.
  static var toolName: String { get }
  /// Called with the words of the command line before they are parsed, which takes two
  /// milliseconds: what is slow and likely to be needed can be begun here, on another thread.
  ///
  /// What it guesses from the words must be checked once they are parsed.
  static func prepare(for words: CommandWords)
}

extension ToolRoot {
  /// Begins nothing.
  public static func prepare(for words: CommandWords) {}

  /// Runs the program.
  public static func main() async {
    prepare(for: CommandWords(Array(CommandLine.arguments.dropFirst())))
    let status: ExitStatus
    do {
      var command = try parseAsRoot()
      if let tool = command as? any Tool {
        let console = tool.common.console(toolName)
        do {
          try OpenFileLimit.check()
          status = try await tool.perform(console)
        } catch {
          status = console.report(error)
        }
      } else {
        try command.run()
        status = .passed
      }
    } catch {
      status = explain(error)
    }
    Console(tool: toolName).status(of: status).end()
  }

  /// Help and versions go to standard output; mistakes to standard error, in the house's voice.
  private static func explain(_ error: any Error) -> ExitStatus {
    let console = Console(tool: toolName)
    let text = fullMessage(for: error)
    guard exitCode(for: error) != .success else {
      console.result(text)
      return .passed
    }
    let message = text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text
    // It repeats what was typed, or what a script took from somewhere.
    console.complain("error: " + PrintableText.escape(message, keepsNewlines: true))
    return .usage
  }
}
