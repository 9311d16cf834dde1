using System.CommandLine.Parsing;

namespace Experiments.Options;

/// <summary>An option that says in our words what is wrong with it: System.CommandLine's own do not say what was expected.</summary>
internal interface IExplainedOption
{
    /// <summary>The error.</summary>
    string Explain(OptionResult result);
}
