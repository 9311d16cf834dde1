using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.Tests.Fuzz;

/// <summary>Statements that were read.</summary>
internal sealed class CodeBlock
{
    /// <summary>A statement; true: it returns.</summary>
    private delegate bool Statement(Variables variables);

    private readonly CodeReader _reader;
    private readonly Action<InvocationExpressionSyntax, Variables>? _loop;
    private readonly Statement[] _statements;

    /// <param name="reader">Reads expressions.</param>
    /// <param name="statements">The statements.</param>
    /// <param name="loop">What <c>ForEach</c> does; null where there is none.</param>
    public CodeBlock(
        CodeReader reader, IEnumerable<StatementSyntax> statements, Action<InvocationExpressionSyntax, Variables>? loop = null)
    {
        (_reader, _loop) = (reader, loop);
        _statements = [.. statements.Select(Read)];
    }

    /// <summary>Carries them out; true: they return before the end.</summary>
    public bool Run(Variables variables)
    {
        foreach (Statement statement in _statements)
        {
            if (statement(variables))
                return true;
        }

        return false;
    }

    private Statement Read(StatementSyntax statement)
    {
        switch (statement)
        {
            case LocalDeclarationStatementSyntax
            {
                Declaration: { Type: var type, Variables: [{ Initializer.Value: var value } variable] },
            }:
                string name = variable.Identifier.Text;
                Code initial = _reader.Read(value, _reader.Read(type));
                return Do(variables => variables[name] = initial(variables));
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: GenericNameSyntax } loop }
                when _loop is not null:
                return Do(variables => _loop(loop, variables));
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment }:
                return Assignment(assignment);
            case ExpressionStatementSyntax { Expression: var expression }:
                Code code = _reader.Read(expression);
                return Do(variables => code(variables));
            case IfStatementSyntax { Else: null } condition:
                Code isTrue = _reader.Read(condition.Condition);
                StatementSyntax[] body = condition.Statement is BlockSyntax braces ? [.. braces.Statements] : [condition.Statement];
                var block = new CodeBlock(_reader, body, _loop);
                return variables => (bool)isTrue(variables)! && block.Run(variables);
            case ReturnStatementSyntax { Expression: null }:
                return _ => true;
            default:
                throw new NotSupportedException($"The interpreter does not know the statement {statement.Kind()} {statement}.");
        }
    }

    private Statement Assignment(AssignmentExpressionSyntax assignment)
    {
        string name = ((IdentifierNameSyntax)assignment.Left).Identifier.Text;
        Code value = _reader.Read(assignment.Right);
        return assignment.Kind() == SyntaxKind.SubtractAssignmentExpression
            ? Do(variables => variables[name] = (int)variables[name]! - (int)value(variables)!)
            : throw new NotSupportedException($"The interpreter does not know the assignment {assignment}.");
    }

    private static Statement Do(Action<Variables> action) => variables =>
    {
        action(variables);
        return false;
    };
}
