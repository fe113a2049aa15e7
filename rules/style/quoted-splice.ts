import { fixOf } from '#analyzer/edit/fix-of.ts';
import { nixRule } from '#linter/rule.ts';

export default nixRule({
  meta: {
    name: 'style/quoted-splice',
    summary: 'A computed name stands in quotes.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: [],
    peers: [
      {
        peer: 'statix',
        code: 'W09',
        differs:
          'Is in no preset, because most people write `set.${name}`; the fix is unsafe, because `${null} = 1;` leaves an attribute out.',
      },
    ],
  },

  docs: {
    why: `
      Some prefer \`set."\${name}"\` to \`set.\${name}\`, so that \`\${ }\` stands in
      texts alone. The two differ where the name is \`null\`, which leaves an
      attribute out of a set, or a path; so the fix asks first.
    `,
    bad: [
      {
        code: `
  set: name: set.\${name}
#                ^^^^^^^ \`\${name}\` stands without quotes
        `,
        fixed: `
  set: name: set."\${name}"
        `,
      },
    ],
    good: ['set: name: [ set."${name}" "${name}" ./${name} ]'],
  },

  needs: [
    {
      below: [
        ['interpolation', 'attrpath'],
        ['interpolation', 'inherited_attrs'],
      ],
    },
  ],

  visit: {
    interpolation(node, { file, report }) {
      if (node.parent?.kind !== 'attrpath' && node.parent?.kind !== 'inherited_attrs') return;
      const said = node.text.length < 60 && !node.text.includes('\n') ? node.text : '${…}';
      report(node, {
        message: `\`${said}\` stands without quotes`,
        fixes: fixOf(file, { title: 'put it in quotes', safety: 'unsafe' }, [
          { span: node.span, text: `"${node.text}"` },
        ]),
      });
    },
  },
});
