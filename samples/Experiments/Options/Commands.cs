using System.CommandLine;

namespace Experiments.Options;

internal static class Commands
{
    /// <summary>Creates a command with its arguments and options.</summary>
    public static Command Of(string name, string description, IEnumerable<Symbol> parts)
    {
        var command = new Command(name, description);
        foreach (Symbol part in parts)
        {
            if (part is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)part);
        }

        return command;
    }
}
