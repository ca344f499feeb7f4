/** A project file with everything that must survive: comments, order, anchors, quotes, unknown keys. */
export const sampleText = `# Kept by the steering group.
api_version: 3
name: "cardio"            # the study's short name
description: Left ventricle   # for people

x_review: {by: group, minutes: [12, 17]}

participants:
  # The server stands in the data centre.
  - name: fl.example.org
    type: server
    org: &home university
    fed_learn_port: 8002   # open for both sites
    host_names:
      - fl.example.org     # outside
      - 10.0.0.7           # over the VPN
    x_rack: B7

  # North: two machines.
  - name: north
    type: client
    org: *home
    # listening_host: not yet
    capacity: {num_of_gpus: 2, mem_per_gpu_in_GiB: 16}
    connect_to: fl.example.org

  - {name: south, type: client, org: 'clinic'}
    # nothing known about the south yet

  # The one who does it all.
  - name: admin@example.org
    type: admin
    org: *home
    role: project_admin

# In this order.
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
    args:
      template_file: [master_template.yml]
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
    args:
      config_folder: config
      # scheme: http
      overseer_agent:
        path: a.b.Agent
        args: {end_point: here, nested: {deep: [1]}}
  - path: nvflare.lighter.impl.cert.CertBuilder
`;
