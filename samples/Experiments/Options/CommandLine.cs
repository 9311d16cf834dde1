using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Experiments.Options;

/// <summary>Parses the command line, reports what is wrong with it, and runs the command.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<Command, Func<ParseResult, TextWriter, int>> Commands = new()
    {
        [RunCommand.Command] = RunCommand.Execute,
        [TableCommand.Command] = TableCommand.Execute,
        [PlotCommand.Command] = PlotCommand.Execute,
        [AblateCommand.Command] = AblateCommand.Execute,
        [WorkerCommand.Command] = WorkerCommand.Execute,
    };

    private static readonly Command Root = Tree();

    /// <summary>Runs the command given by the arguments.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The arguments are wrong.</exception>
    public static int Run(string[] args, TextWriter output)
    {
        ParseResult parsed = Root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is HelpAction)
            return parsed.Invoke(new InvocationConfiguration { Output = output });

        Command command = parsed.CommandResult.Command;
        if (parsed.Errors.Select(error => error.SymbolResult).OfType<OptionResult>().FirstOrDefault() is { } wrong)
        {
            throw new UsageException(
                (wrong.Option as IExplainedOption)?.Explain(wrong) ?? $"{wrong.Option.Name}: {wrong.Errors.First().Message}");
        }

        if (parsed.UnmatchedTokens is [var unknown, ..])
            throw new UsageException($"expected {Known(command)}, got '{unknown}'. Try --help.");
        if (!Commands.TryGetValue(command, out Func<ParseResult, TextWriter, int>? execute))
            throw new UsageException($"expected {Known(command)}, got none. Try --help.");
        if (parsed.Errors.Select(error => error.SymbolResult).OfType<ArgumentResult>().FirstOrDefault() is { } missing)
        {
            throw new UsageException(
                $"{command.Name}: expected {missing.Argument.HelpName}, {missing.Argument.Description}, got none. Try --help.");
        }

        return execute(parsed, output);
    }

    private static Command Tree()
    {
        var root = new Command(
            "Experiments", "Repeats the experiments of the paper on one-step forward and backtrack (BLAQ) with any number of seeds.")
        {
            new HelpOption(),
        };
        foreach (Command command in Commands.Keys)
            root.Add(command);
        return root;
    }

    private static string Known(Command command) => command == Root
        ? Values.Alternatives([.. Commands.Keys.Where(known => !known.Hidden).Select(known => known.Name)])
        : string.Join(", ", command.Options.Select(option => option.Name));
}
