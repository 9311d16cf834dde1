using System.CommandLine.Parsing;

namespace Experiments.Options;

/// <summary>An option with error messages of its own: System.CommandLine's messages do not say what was expected.</summary>
internal interface IExplainedOption
{
    /// <summary>The error message.</summary>
    string Explain(OptionResult result);
}
