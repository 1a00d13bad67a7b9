// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// What is so of one pipeline in the judged commit.
public struct PipelineFacts: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Where it is declared.
  public var declaration: Location
  /// Words of its command that name files here which the commit does not have.
  public var uncommittedPrograms: [RelativePath] = []
  /// Words of its command that name data here which is neither in the commit nor declared.
  public var undeclaredData: [RelativePath] = []
  /// Dependency files that the commit does not have.
  public var missingDependencies: [RelativePath] = []

  /// Names a pipeline with nothing amiss.
  public init(name: String, declaration: Location) {
    self.name = name
    self.declaration = declaration
  }
}
